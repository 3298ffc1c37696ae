// Bundled into a file of its own, which is loaded for Svelte components only.
export { parse } from 'svelte/compiler';
