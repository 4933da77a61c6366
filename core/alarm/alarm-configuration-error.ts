/** An alarm is configured in a way CloudWatch would not accept, or is evaluated with data that do not fit it. */
export class AlarmConfigurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AlarmConfigurationError';
  }
}
