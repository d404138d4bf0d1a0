import { messages } from '../ocpp/v16/messages/index.ts';
import { type Authorization, byServer, decideBeforeAsking, decideOffline } from './authorization.ts';
import type { CallLine } from './call-line.ts';
import type { Configuration } from './configuration.ts';
import type { Connection } from './connection.ts';
import type { ChargerEvent } from './events.ts';
import type { TagMemory } from './tag-memory.ts';

export interface AuthorizerPorts {
  line: CallLine<Connection>;
  tags: TagMemory;
  configuration(): Configuration;
  /** Whether the server has accepted this charger: until then it is not asked. */
  isAccepted(): boolean;
  emit(event: ChargerEvent): void;
}

/** Finds out whether a tag may charge: from the server where it can be asked, else from what the charger knows. */
export class Authorizer {
  readonly #ports: AuthorizerPorts;

  constructor(ports: AuthorizerPorts) {
    this.#ports = ports;
  }

  async authorize(idTag: string): Promise<Authorization> {
    const authorization = await this.#decide(idTag);
    const { isAccepted, source } = authorization;
    this.#ports.emit({ type: 'authorized', idTag, isAccepted, source });
    return authorization;
  }

  async #decide(idTag: string): Promise<Authorization> {
    const { tags, line } = this.#ports;
    const configuration = this.#ports.configuration();
    const known = tags.find(idTag);
    const early = decideBeforeAsking(known, configuration);
    if (early !== null) return early;
    if (!this.#ports.isAccepted()) return decideOffline(known, configuration);

    const outcome = await line.prompt((connection) => connection.call(messages.Authorize, { idTag }));
    if (outcome.kind !== 'answered') return decideOffline(known, configuration);
    const { idTagInfo } = outcome.confirmation;
    tags.judged(idTag, idTagInfo);
    return byServer(idTagInfo);
  }
}
