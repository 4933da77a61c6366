import { Instant, MINUTE } from '../../../core';
import type { QueueModel } from '../../account/model';
import { Stream } from '../metrics/stream';
import type { Surroundings } from '../surroundings';

/** A queue into which what could not be delivered is put. Nobody takes it out, so its depth is shown in every minute. */
export class DeadLetterQueue {
  #depth = 0;
  #stream: Stream | undefined;

  public constructor(private readonly world: Surroundings, public readonly model: QueueModel) {}

  public receive(now: Instant): void {
    this.#depth += 1;
    const series = this.world.store.find({
      namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: this.model.name },
    });
    if (series === undefined) return;
    const next = Math.ceil(now / MINUTE) * MINUTE;
    if (this.#stream !== undefined) series.closeBefore(this.#stream, next);
    this.#stream = new Stream(next, MINUTE, this.#depth, 1000 * this.world.settings.publicationSeconds.from);
    series.open(this.#stream);
  }
}
