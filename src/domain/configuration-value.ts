import { measurand, phase } from '../ocpp/v16/types/sampled-value.ts';
import { findStandardKey, isConfigurationKey, type KeyType } from './configuration-keys.ts';

/** What is wrong with setting a key to a value by the standard's table, naming the rule; null where nothing is. A vendor's own keys have no rule. */
export function checkConfigurationChange(
  key: string,
  value: string,
): { field: 'key' | 'value'; reason: string } | null {
  const standard = findStandardKey(key);
  if (standard === null) return null;
  if (standard.access === 'read') {
    return { field: 'key', reason: `${standard.key} is read-only (${standard.section}).` };
  }
  const rule = brokenRule(standard.type, value);
  return rule === null
    ? null
    : { field: 'value', reason: `${standard.key} must be ${rule} (${standard.section}).` };
}

/** What is wrong with wanting a key to be so, for one charger or many; null where nothing is. */
export function checkDesiredValue(key: string, value: string): string | null {
  if (isConfigurationKey(key, 'AuthorizationKey') || isConfigurationKey(key, 'SecurityProfile')) {
    return 'decides who is let in, so it has a route of its own: POST …/password and POST …/security-profile';
  }
  return checkConfigurationChange(key, value)?.reason ?? null;
}

/** Whether two values of a key mean the same: spaces in lists and the case of booleans say nothing. */
export function isSameValue(key: string, left: string, right: string): boolean {
  const kind = findStandardKey(key)?.type.kind;
  return normalised(kind, left) === normalised(kind, right);
}

/** The rule that a value breaks, in words that follow "must be". */
function brokenRule(type: KeyType, value: string): string | null {
  switch (type.kind) {
    case 'boolean':
      return value === 'true' || value === 'false' ? null : 'true or false';
    case 'integer': {
      const { min, max, unit } = type;
      const number = Number(value);
      const isRight = /^\d{1,10}$/.test(value) && number >= min && number <= max;
      return isRight ? null : `a whole number from ${min} to ${max}${unit === null ? '' : ` (${unit})`}`;
    }
    case 'measurands': {
      const unknown = itemsOf(value).find((item) => !isMeasurand(item));
      return unknown === undefined
        ? null
        : `a list with commas of measurands, each with or without a phase such as Voltage.L1; "${unknown.slice(0, 60)}" is none`;
    }
    case 'phaseRotation':
      return itemsOf(value).every((item) =>
        /^\d+\.(NotApplicable|Unknown|RST|RTS|SRT|STR|TRS|TSR)$/.test(item),
      )
        ? null
        : 'a list with commas such as 0.RST,1.RTS';
    case 'words':
      return itemsOf(value).every((item) => type.words.includes(item))
        ? null
        : `a list with commas of ${type.words.join(', ')}`;
    case 'hexKey':
      return /^([0-9a-fA-F]{2}){16,20}$/.test(value) ? null : '16 to 20 bytes as 32 to 40 hex digits';
    case 'text':
      return null;
  }
}

/** The items of a list with commas; an empty text is an empty list. */
function itemsOf(value: string): string[] {
  return value.trim() === '' ? [] : value.split(',').map((item) => item.trim());
}

function isMeasurand(item: string): boolean {
  const isKnown = (name: string) => measurand().safeParse(name).success;
  if (isKnown(item)) return true;
  const dot = item.lastIndexOf('.');
  return dot > 0 && isKnown(item.slice(0, dot)) && phase().safeParse(item.slice(dot + 1)).success;
}

function normalised(kind: KeyType['kind'] | undefined, value: string): string {
  switch (kind) {
    case 'boolean':
      return value.trim().toLowerCase();
    case 'measurands':
    case 'phaseRotation':
    case 'words':
      return itemsOf(value).join(',');
    case 'integer':
      return /^\d+$/.test(value.trim()) ? String(Number(value)) : value.trim();
    case 'hexKey':
    case 'text':
    case undefined:
      return value.trim();
  }
}
