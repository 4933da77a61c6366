/** By what a rule on the event bus knows the notifier's events: part of the public interface, and all that its role may put. */
export const EVENT_SOURCE = 'cdk-observed-pipeline';
