/** The heading of what is not released yet, with something below it. */
const UNRELEASED = /^## Unreleased\n(?=\n+(?!## )\S)/m;

/** The changelog of a release: what was unreleased stands below its version, as https://keepachangelog.com has it. */
export function released(changelog: string, version: string, date: string): string {
  return changelog.replace(UNRELEASED, `## ${version} - ${date}\n`);
}
