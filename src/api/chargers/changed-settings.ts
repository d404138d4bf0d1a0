import { definedFields } from './defined-fields.ts';

/** The settings that were given; null takes one back: it is then as if it had never been given. */
export function changedSettings<Fields extends object>(
  fields: Fields,
): {
  [Key in keyof Fields]?: null extends Fields[Key]
    ? Exclude<Fields[Key], null> | undefined
    : Exclude<Fields[Key], undefined>;
};
export function changedSettings(fields: object): object {
  return Object.fromEntries(
    Object.entries(definedFields(fields)).map(([name, value]: [string, unknown]) => [
      name,
      value ?? undefined,
    ]),
  );
}
