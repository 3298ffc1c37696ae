/**
 * The public part of the contract, which the codemods read: the table of rules, the reviewed routes, the spellings of limits and cards,
 * and the redaction of secrets. How the runtime parses and checks arguments stays private.
 */

export { callOptionNames } from './call-options.js';
export { identityKeys } from './card.js';
export {
  documentedLimits,
  limitContainers,
  limitOptionNames,
  type SpendingLimit,
  spendingLimitNamed,
} from './limits.js';
export { hidden, redact, redactNumber } from './redact.js';
export {
  legacyPrefix,
  type OperationName,
  providerDomain,
  type Route,
  type RouteName,
  routes,
  routesOf,
} from './routes.js';
export {
  conflicts,
  type Deprecation,
  type DeprecationCode,
  deprecations,
  legacyActions,
  type MethodRule,
  type MethodRuleId,
  methodRules,
  parameterRules,
  type Rule,
  type RuleId,
  reviewRules,
  rules,
} from './rules.js';
