export * from './topic-health';
