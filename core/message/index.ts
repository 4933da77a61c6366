export * from './facts';
export { incidentMessage } from './incident-message';
export { massItem, massMessage } from './mass-message';
