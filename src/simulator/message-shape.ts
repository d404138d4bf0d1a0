import type * as z from 'zod';

/** What sending or answering a message needs of its definition. */
export interface MessageShape<Request, Confirmation> {
  readonly action: string;
  readonly request: z.ZodType<Request>;
  readonly confirmation: z.ZodType<Confirmation>;
}
