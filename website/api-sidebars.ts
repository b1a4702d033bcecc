/** The types of the API in each language, by kind. */
export type ApiSidebars = { readonly [language: string]: readonly { readonly title: string; readonly names: readonly string[] }[] };
