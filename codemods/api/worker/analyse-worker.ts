import { parentPort, workerData } from 'node:worker_threads';
import { keepCompiledCode } from '../../engine/compile-cache';
import type { ThreadData } from '../../engine/parallel/messages';
import { zentra } from '../../zentra/index';

// A thread loads modules of its own; the compiler comes with what is loaded now.
keepCompiledCode(process.env);
import('../../engine/parallel/analyse-in-thread').then(({ analyseInThread }) =>
  analyseInThread(zentra, workerData as ThreadData, parentPort!),
);
