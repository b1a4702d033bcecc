const KEY = 'preferred-language';

/** Whoever chooses a language at one example has chosen it for all, also on other pages. */
export function keepPreferredLanguage(): void {
  document.addEventListener('change', ({ target }) => {
    const label = target instanceof HTMLInputElement ? labelOf(target) : undefined;
    if (label !== undefined) {
      localStorage.setItem(KEY, label);
      showPreferredLanguage();
    }
  });
}

/** On the page that is shown now. */
export function showPreferredLanguage(): void {
  const preferred = localStorage.getItem(KEY);
  for (const input of document.querySelectorAll<HTMLInputElement>('.vp-code-group .tabs input')) {
    if (labelOf(input) === preferred && !input.checked) {
      // As its reader would: VitePress listens for that.
      input.click();
    }
  }
}

function labelOf(input: HTMLInputElement): string | undefined {
  return input.closest('.vp-code-group') === null ? undefined : input.nextElementSibling?.textContent?.trim();
}
