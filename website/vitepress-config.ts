import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { API_LANGUAGES } from './api-languages';
import { mermaidFences } from './markdown/mermaid-fences';
import { repositoryLinks } from './markdown/repository-links';
import { REPOSITORY_URL, STAGE } from './repository';
import { sidebar } from './sidebar';

/** As build.ts sets it. */
const BASE = process.env.SITE_BASE ?? '/';

export default defineConfig({
  srcDir: STAGE,
  title: 'cdk-istio-privatelink',
  description: 'Istio on several EKS clusters in VPCs that may not be peered, joined by AWS PrivateLink',
  lang: 'en',
  base: BASE,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${BASE}logo.svg` }]],
  // A link that leads nowhere ends the build.
  ignoreDeadLinks: false,
  markdown: {
    // With contrast enough for comments and keywords, too.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // As on GitHub: the documents are read in both places.
    anchor: { slugify: heading => slug(heading) },
    config: markdown => {
      repositoryLinks(markdown);
      mermaidFences(markdown);
    },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
      { text: 'API', items: API_LANGUAGES.map(({ path, title }) => ({ text: title, link: `/api/${path}/` })) },
    ],
    sidebar: sidebar(STAGE),
    outline: [2, 3],
    // An index that is part of the site. What explains comes before what lists.
    search: { provider: 'local', options: { miniSearch: { searchOptions: { boostDocument: id => /\/api\//.test(id) ? 0.3 : 1 } } } },
    socialLinks: [{ icon: 'github', link: REPOSITORY_URL }],
    // The function goes to the browser as its text, so it knows no names of this file.
    editLink: { pattern: ({ frontmatter }) => `https://github.com/cdk-istio-privatelink/cdk-istio-privatelink/edit/main/${frontmatter.source}`, text: 'Edit this page' },
    footer: { message: 'Apache License 2.0' },
  },
});
