import { parentPort, workerData } from 'node:worker_threads';
import { type VerifyOptions, verify } from './verify';

parentPort?.postMessage(verify(workerData as VerifyOptions));
