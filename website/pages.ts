/** A page of the site that is a document of the repository, or sections of one. */
export interface Page {
  /** The path in the site, without extension. */
  readonly path: string;
  /** The name in the sidebar. */
  readonly title: string;
  /** The document, relative to the repository. */
  readonly source: string;
  /** Only these sections of second level, in this order; the empty string is what stands before the first. @default - the whole document */
  readonly sections?: readonly string[];
  /** The anchor by which documents link to the section. @default - links to a section lead to the repository */
  readonly anchor?: string;
}

/** Pages that belong together. */
export interface PageGroup {
  readonly title: string;
  readonly pages: readonly Page[];
}

/** The sections of the README that the home page shows. */
export const HOME: Page = {
  path: 'index',
  title: 'Overview',
  source: 'README.md',
  sections: ['', 'What it builds', 'Safe by default', 'Not yet built'],
};

/** In the order in which people need them. */
export const GROUPS: readonly PageGroup[] = [
  {
    title: 'Start',
    pages: [
      doc('getting-started', 'Getting started'),
      { path: 'guide', title: 'From the guide to the library', source: 'README.md', sections: ['From the guide\'s steps to files'], anchor: 'from-the-guides-steps-to-files' },
      { path: 'choices', title: 'Choices', source: 'README.md', sections: ['Choices'], anchor: 'choices' },
      doc('languages', 'Python, Java and Go'),
      { path: 'examples', title: 'Examples', source: 'examples/README.md' },
    ],
  },
  {
    title: 'The mesh',
    pages: [
      doc('links', 'Discovery and service-entry links'),
      doc('cross-account', 'Several accounts and regions'),
      doc('findings', 'Findings'),
    ],
  },
  {
    title: 'Trust',
    pages: [doc('trust', 'Trust'), doc('remote-secrets', 'Remote secrets'), doc('controllers', 'Controllers')],
  },
  {
    title: 'AWS',
    pages: [doc('aws', 'AWS'), doc('deployment-policies', 'Deployment policies'), doc('guard-rails', 'Guard rails')],
  },
  {
    title: 'Operations',
    pages: [
      doc('troubleshooting', 'Troubleshooting by symptom'),
      doc('reliability', 'Reliability'),
      doc('cli', 'Command line'),
    ],
  },
  {
    title: 'Project',
    pages: [
      doc('decisions', 'Decisions'),
      doc('performance', 'Performance'),
      doc('lab', 'The lab'),
      { path: 'changelog', title: 'Changelog', source: 'CHANGELOG.md' },
      { path: 'contributing', title: 'Contributing', source: 'CONTRIBUTING.md' },
      { path: 'security', title: 'Security', source: 'SECURITY.md' },
      doc('releasing', 'Releasing'),
      doc('construct-hub', 'Construct Hub'),
    ],
  },
];

export const PAGES: readonly Page[] = [HOME, ...GROUPS.flatMap(({ pages }) => pages)];

function doc(name: string, title: string): Page {
  return { path: name, title, source: `docs/${name}.md` };
}
