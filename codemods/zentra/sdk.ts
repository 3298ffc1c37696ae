import { callOptionNames, identityKeys, methodRules, parameterRules } from 'zentra-compat/contract';
import type { Sdk } from '../resolve/sdk';
import { CARDS_INTERFACE, commonJsDeclarations, esmDeclarations } from './ambient';
import { COMPAT_MODULE, SDK_MODULE } from './names';

/** What resolving needs to know of Zentra. */
export const zentraSdk: Sdk = {
  module: SDK_MODULE,
  replacement: COMPAT_MODULE,
  namespace: 'cards',
  clientType: 'Zentra',
  namespaceType: CARDS_INTERFACE,
  declarations: { esm: esmDeclarations, commonJs: commonJsDeclarations },
  methods: methodRules,
  parameters: parameterRules,
  callOptions: callOptionNames,
  subjectKeys: identityKeys,
  // In lower case, which a class of another package is not.
  instanceName: /^[_$#]*zentra/,
  mention: /zentra/i,
};
