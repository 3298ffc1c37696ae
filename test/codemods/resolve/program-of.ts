import { createModules } from '../../../codemods/resolve/modules';
import {
  createProgram,
  createSources,
  type Resolution,
  type Sources,
} from '../../../codemods/resolve/program';
import { zentraSdk } from '../../../codemods/zentra/sdk';

/** A program of files in memory. */
export interface InMemoryProgram {
  resolution: Resolution;
  sources: Sources;
  /** The compiler's names of the files' units. */
  roots: readonly string[];
  /** The files' path without the folder that they are in. */
  short(name: string): string;
}

/** @param mayLoad whether an import may load a file that is there */
export function programOf(
  files: Readonly<Record<string, string>>,
  mayLoad: (file: string) => boolean = () => true,
): InMemoryProgram {
  const short = (path: string) => path.replace(/^\/shop\//, '');
  const reader = {
    exists: (path: string) => short(path) in files,
    read: (path: string) => files[short(path)],
  };
  const sources = createSources(zentraSdk, (path) => [
    { file: path, name: path, text: reader.read(path) ?? '', kind: 'script' },
  ]);
  const roots = Object.keys(files)
    .filter((file) => !file.endsWith('.json'))
    .flatMap((file) => sources.namesOf(`/shop/${file}`));
  const resolution = createProgram({
    sdk: zentraSdk,
    roots,
    sources,
    modules: createModules({ sdk: zentraSdk, files: reader, base: '/shop', packages: new Map() }),
    mayLoad: (file) => mayLoad(short(file)),
  });
  return { resolution, sources, roots, short };
}
