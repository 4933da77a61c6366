export { EVENT_SOURCE } from './event-source';
export * from './facts';
export { incidentMessage } from './incident-message';
export { massItem } from './mass-item';
export { massMessage } from './mass-message';
