import { inBrowser, type Theme, useRoute, withBase } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { nextTick, onMounted, watch } from 'vue';
import { MermaidDiagram } from './mermaid-diagram';
import { keepPreferredLanguage, showPreferredLanguage } from './preferred-language';
import './style.css';

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    app.component('MermaidDiagram', MermaidDiagram);
    if (inBrowser) keepPreferredLanguage();
  },
  setup: () => {
    const route = useRoute();
    onMounted(() => {
      showPreferredLanguage();
      // For readers without a network. Browsers have it where the site comes over https, or from this machine.
      void navigator.serviceWorker?.register(withBase('/service-worker.js'));
    });
    watch(() => route.path, () => nextTick(showPreferredLanguage));
  },
};
export default theme;
