/** The required environment variables of a notifier. */
export const VARIABLES = {
  OBSERVATORY: 'Prod',
  CONTRACTS_PATH: '/observed-pipeline/Prod',
  PROFILES_PATH: '/observed-pipeline/Prod/profiles',
  TABLE_NAME: 'Incidents',
  CRITICAL_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:Critical',
  WARNING_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:Warning',
};
