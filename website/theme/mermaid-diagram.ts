import { useData } from 'vitepress';
import { defineComponent, h, onMounted, ref, useId, watch } from 'vue';

/** A diagram, drawn when the page is shown; until then, and without JavaScript, its text. */
export const MermaidDiagram = defineComponent({
  props: { code: { type: String, required: true } },
  setup(props) {
    const { isDark } = useData();
    const id = `mermaid-${useId()}`;
    const svg = ref('');
    const draw = async () => {
      // Large, and on few pages.
      const { default: mermaid } = await import('mermaid');
      mermaid.initialize({
        startOnLoad: false,
        securityLevel: 'strict',
        fontFamily: 'inherit',
        // The theme's own background of labels has too little contrast.
        ...isDark.value ? { theme: 'dark', themeVariables: { edgeLabelBackground: '#333' } } : { theme: 'default' },
      });
      svg.value = (await mermaid.render(id, decodeURIComponent(props.code))).svg;
    };
    onMounted(() => {
      // Without a network it may not be there; then the text stays.
      const tryToDraw = () => draw().catch((error: unknown) => console.info('the diagram is not drawn:', error));
      watch(isDark, tryToDraw);
      return tryToDraw();
    });
    return () => svg.value === ''
      ? h('pre', { class: 'diagram-text' }, decodeURIComponent(props.code))
      : h('div', { class: 'diagram', innerHTML: svg.value });
  },
});
