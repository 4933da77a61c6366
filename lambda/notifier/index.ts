import { createClients } from './aws-ports';
import { createHandler } from './handler';

/** The notifier's Lambda handler, `index.handler`. Clients live as long as the process, so that connections are reused. */
export const handler = createHandler({ clients: createClients(), variables: process.env, clock: Date.now });
