export { default } from '../vitepress-config';
