import {
  callOptionNames,
  identityKeys,
  legacyActions,
  legacyPrefix,
  methodRules,
  type OperationName,
  parameterRules,
  providerDomain,
  routes,
  routesOf,
} from 'zentra-compat/contract';
import type { Sdk } from '../resolve/sdk';
import { CARDS_INTERFACE, commonJsDeclarations, esmDeclarations } from './ambient';
import { COMPAT_MODULE, SDK_MODULE } from './names';

/** Example: `send POST /api/v1/cards/{card_id}/lock, or call cards.lock() of the replacement`. */
function adviceFor(operation: OperationName): string {
  const requests = routesOf(operation).map(({ method, path }) => `${method} ${path}`);
  return `send ${requests.join(', then ')} instead, or call cards.${operation}() of ${COMPAT_MODULE}`;
}

/** The description of Zentra's SDK for the resolver. */
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
  routes: {
    domain: providerDomain,
    prefix: legacyPrefix,
    reviewedPrefix: routes.list.path.replace('/cards', ''),
    actions: new Map(Array.from(legacyActions, ([action, operation]) => [action, adviceFor(operation)])),
  },
  // Lower case only, since a capitalised name may be a class of another package.
  instanceName: /^[_$#]*zentra/,
  mention: /zentra/i,
};
