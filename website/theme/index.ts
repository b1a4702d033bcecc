import { inBrowser, type Theme, useRoute } from 'vitepress';
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
    onMounted(showPreferredLanguage);
    watch(() => route.path, () => nextTick(showPreferredLanguage));
  },
};
export default theme;
