import fc from 'fast-check';

// The same values on every machine, so that a failure is the change's and not the draw's. `FC_SEED` draws others.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FC_SEED ?? 20261123) });
