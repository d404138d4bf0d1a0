import { paddingFlags } from '../../domain/authorization.ts';
import { Authorize } from '../../ocpp/v16/messages/core/authorize.ts';
import { defineHandler } from '../handler.ts';
import { toIdTagInfo } from '../id-tag-info.ts';
import { noteUnregistered } from '../unregistered-tag.ts';

/** Whether a tag may charge here (OCPP 1.6 4.1). It starts nothing and reserves nothing. */
export const authorize = defineHandler(Authorize, {
  idTags: ({ idTag }) => [idTag],
  handle: ({ request: { idTag } }, { registration, present }) => {
    const tag = present(idTag);
    const { events, flags } = noteUnregistered(idTag, tag);
    return {
      confirmation: { idTagInfo: toIdTagInfo(tag.decision, registration.settings) },
      events,
      flags: [...flags, ...paddingFlags(idTag)],
    };
  },
});
