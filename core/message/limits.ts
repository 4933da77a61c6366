/** SNS takes subjects of fewer than 100 characters (API reference, Publish: Subject). */
export const SUBJECT_LENGTH = 99;

/** One part of an SMS has 160 places, of which SNS takes 10 for a topic's display name: "CRITICAL> ". */
export const SMS_SEPTETS = 150;
