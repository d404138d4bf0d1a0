import { uri } from '../../ocpp/v16/types/uri.ts';

export const LOCATION_RULE = 'Must be a URL';

/** Whether a text can be where a file is: the security messages only say that it is text. */
export function isLocation(text: string): boolean {
  return uri().safeParse(text).success;
}
