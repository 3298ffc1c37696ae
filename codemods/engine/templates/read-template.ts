import { extname } from 'node:path';
import type { Sdk } from '../../resolve/sdk';
import type { Template } from '../../resolve/template';
import { tokensOf } from '../scan/tokens';
import { readAstro } from './astro';
import type { Component, ReadTemplate } from './component';
import type { Parsers } from './parsers';
import { readSvelte } from './svelte';
import { readVue } from './vue';

/** Reads the templates of components that name a legacy method, or whose template names the SDK. Each text is read once. */
export function templateReader(sdk: Sdk, parsers: Parsers): ReadTemplate {
  const known = new Map<string, { text: string; template: Template | undefined }>();
  const { mayHoldSites, mentionsSdk } = tokensOf(sdk);
  return (component) => {
    const { file, text } = component;
    const found = known.get(file);
    if (found?.text === text) return found.template;
    const isOfInterest =
      mayHoldSites(Buffer.from(text)) || mentionsSdk(Buffer.from(withoutScripts(component)));
    const template = isOfInterest ? read(component, parsers) : undefined;
    known.set(file, { text, template });
    return template;
  };
}

function read(component: Component, { vue, svelte, astro }: Parsers): Template | undefined {
  switch (extname(component.file)) {
    case '.vue':
      return vue && readVue(component, vue);
    case '.svelte':
      return svelte && readSvelte(component, svelte);
    default:
      return astro && readAstro(component, astro);
  }
}

function withoutScripts({ text, scripts }: Component): string {
  return scripts.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}
