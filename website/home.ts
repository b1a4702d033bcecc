/** What stands above the README on the home page. */
export const HOME_FRONT_MATTER = {
  layout: 'home',
  hero: {
    name: 'cdk-istio-privatelink',
    text: 'One mesh, no peering',
    tagline: 'Istio on several EKS clusters in VPCs that may not be peered, joined by AWS PrivateLink. From one typed declaration.',
    image: { src: '/logo.svg', alt: '' },
    actions: [
      { theme: 'brand', text: 'Getting started', link: '/getting-started' },
      { theme: 'alt', text: 'From the guide to the library', link: '/guide' },
      { theme: 'alt', text: 'API', link: '/api/typescript/' },
    ],
  },
  features: [
    { title: 'CDK stacks', details: 'Internal load balancers, endpoint services with exact principals, interface endpoints and private names. Across accounts and regions.', link: '/aws' },
    { title: 'A bundle for each cluster', details: 'Gateways, links, identities and settings of istiod as plain YAML: kubectl apply -k, Argo CD or Flux.', link: '/getting-started' },
    { title: 'A tool for the keys', details: 'Root, intermediates and remote secrets are made, checked and rotated by a command line tool, and are in no template and no Git.', link: '/cli' },
    { title: 'Discovery or service entries', details: 'Each direction of each link is one or the other: the peer\'s API server watched through the link, or identities pinned with no access at all.', link: '/links' },
    { title: 'Safe by default', details: 'Only what is exported can be reached. What is open nevertheless is said at synthesis, as a finding with an id.', link: '/findings' },
    { title: 'Tested live', details: 'Two real clusters with Istio on one machine, joined by what the stacks declare, with faults under load.', link: '/reliability' },
  ],
};
