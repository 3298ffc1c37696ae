import ts from 'typescript';
import { isAmbient } from '../resolve/ambient';
import { destructuredFrom } from '../resolve/patterns';
import { type NameToken, placeOf } from '../resolve/places';
import type { Resolution } from '../resolve/program';
import { isUntyped } from '../resolve/untyped';

/** Characters of a type's name that are shown. */
const MAX_TYPE = 80;

/**
 * The evidence that a name's receiver is not the SDK's: where its member is declared, and the files that it came through.
 *
 * @param token the legacy name
 * @param fileOf path, relative to the root, of a unit's file
 */
export function toldReceiver(
  token: NameToken,
  { checker, sdk }: Resolution,
  fileOf: (unit: string) => string,
): string | undefined {
  const place = placeOf(token);
  if (place?.form === 'key')
    return `it is a member of its own object, which stands for no client of ${sdk.module}`;
  const receiver =
    place?.form === 'access'
      ? place.receiver
      : place?.form === 'binding'
        ? destructuredFrom(place.pattern)
        : undefined;
  if (!receiver) return undefined;
  const type = checker.getTypeAtLocation(receiver);
  const shown = receiver.getText().replace(/\s+/g, ' ').slice(0, MAX_TYPE);
  const way = wayTo(receiver, checker).map(placed);
  const through = way.length > 0 ? `; it comes through ${way.join(', ')}` : '';
  if (isUntyped(type))
    return `${shown} is untyped, and neither its name nor its values make it ${sdk.namespace}${through}`;
  const declared = checker
    .getPropertyOfType(type, token.text)
    ?.declarations?.find((node) => !isAmbient(node));
  const where = declared ? `, whose ${token.text} is declared at ${placed(declared)}` : '';
  return `${shown} has the type ${checker.typeToString(type).slice(0, MAX_TYPE)}${where}${through}`;

  function placed(node: ts.Node): string {
    const source = node.getSourceFile();
    return `${fileOf(source.fileName)}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  }
}

/** The declaration of the receiver's first name and, for an import, that of the imported symbol. */
function wayTo(receiver: ts.Expression, checker: ts.TypeChecker): ts.Node[] {
  let first: ts.Node = receiver;
  while (!ts.isIdentifier(first)) {
    const inner: ts.Node | undefined = ts.forEachChild(first, (child) => child);
    if (!inner) return [];
    first = inner;
  }
  const symbol = checker.getSymbolAtLocation(first);
  if (!symbol) return [];
  const isImported = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const symbols = isImported ? [symbol, checker.getAliasedSymbol(symbol)] : [symbol];
  return symbols.flatMap(({ declarations }) =>
    (declarations ?? []).filter((node) => !isAmbient(node)).slice(0, 1),
  );
}
