// The codemod for Codemod's `jssg`: names by pattern, and whose the receiver is by its semantic analysis, over files that import each other.

const renamed = { freeze: 'lock', unfreeze: 'unlock', terminate: 'lockAndRestrict' };
const sdk = /^['"]@zentra\/sdk['"]$/;

const mentioned = /\.(?:freeze|unfreeze|terminate)\b/;
const access = {
  rule: { pattern: '$CLIENT.cards.$METHOD' },
  constraints: { METHOD: { regex: '^(freeze|unfreeze|terminate)$' } },
};

export default function transform(root) {
  if (!mentioned.test(root.source())) return null;
  const edits = [];
  for (const found of root.root().findAll(access)) {
    if (!isClient(found.getMatch('CLIENT'))) continue;
    const method = found.field('property');
    edits.push(method.replace(renamed[method.text()]));
    console.log(`${root.relativeFilename()}:${method.range().start.line + 1}`);
  }
  return edits.length > 0 ? root.root().commitEdits(edits) : null;
}

/** Follows names, calls and object literals to `new Zentra(…)`. */
function isClient(expression) {
  switch (expression?.kind()) {
    case 'identifier':
    case 'shorthand_property_identifier': {
      const declared = declarationOf(expression);
      return declared?.kind() === 'variable_declarator' && isClient(declared.field('value'));
    }
    case 'new_expression':
      return isFromSdk(expression.field('constructor'));
    case 'call_expression': {
      const declared = declarationOf(expression.field('function'));
      return declared?.kind() === 'function_declaration' && isClient(returnedBy(declared));
    }
    case 'member_expression': {
      const declared = declarationOf(expression.field('object'));
      const name = expression.field('property').text();
      const members = declared?.field('value')?.children() ?? [];
      return isClient(members.find((member) => member.text() === name));
    }
    default:
      return false;
  }
}

const returnedBy = (declared) => declared.find({ rule: { kind: 'return_statement' } })?.child(1);

/** What declares a name: in this file, or in the one that it is imported from. */
function declarationOf(name) {
  let definition = name.definition();
  if (definition?.node.kind() === 'import_specifier') definition = definition.node.definition();
  return definition?.node.parent();
}

/** A class imported or required from the SDK. */
function isFromSdk(name) {
  const here = name.definition({ resolveExternal: false })?.node;
  const statement = here
    ?.ancestors()
    .find((node) => /^(import_statement|variable_declarator)$/.test(node.kind()));
  const source = statement?.find({ rule: { kind: 'string' } });
  return source !== null && source !== undefined && sdk.test(source.text());
}
