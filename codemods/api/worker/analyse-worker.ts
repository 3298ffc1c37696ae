import { parentPort, workerData } from 'node:worker_threads';
import { keepCompiledCode } from '../../engine/compile-cache';
import type { ThreadData } from '../../engine/parallel/messages';
import { zentra } from '../../zentra/index';

// Each thread loads modules itself, so enable the compile cache before the import that loads the compiler.
keepCompiledCode(process.env);
import('../../engine/parallel/analyse-in-thread').then(({ analyseInThread }) =>
  analyseInThread(zentra, workerData as ThreadData, parentPort!),
);
