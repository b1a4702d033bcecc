export { default } from '../../theme';
