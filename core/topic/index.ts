export { publishDecision, type PublishDecision } from './publish-decision';
export * from './topic-health';
