'use strict';

// The codemod that people write first: it matches names, without types. With TEXT_FILTER=1, it tests the text before parsing.

const renamed = { freeze: 'lock', unfreeze: 'unlock', terminate: 'lockAndRestrict' };
const mentioned = /\.(?:freeze|unfreeze|terminate)\b/;

module.exports = ({ path, source }, { jscodeshift: j }) => {
  if (process.env.TEXT_FILTER === '1' && !mentioned.test(source)) return undefined;
  const root = j(source);
  let changed = false;
  root.find(j.MemberExpression, { object: { property: { name: 'cards' } } }).forEach(({ node }) => {
    const name = node.property.name;
    if (!Object.hasOwn(renamed, name)) return;
    console.log(`${path}:${node.property.loc.start.line}`);
    node.property = j.identifier(renamed[name]);
    changed = true;
  });
  return changed ? root.toSource() : undefined;
};
