/** A language in which the API is shown. */
export interface ApiLanguage {
  /** The directory of its pages below api/. */
  readonly path: string;
  readonly title: string;
  /** Its name in jsii-docgen. */
  readonly docgen: string;
  /** Its name in code blocks. */
  readonly code: string;
}

/** Those that are tested, the library's own first. */
export const API_LANGUAGES: readonly ApiLanguage[] = [
  { path: 'typescript', title: 'TypeScript', docgen: 'typescript', code: 'ts' },
  { path: 'python', title: 'Python', docgen: 'python', code: 'python' },
  { path: 'java', title: 'Java', docgen: 'java', code: 'java' },
  { path: 'go', title: 'Go', docgen: 'go', code: 'go' },
];
