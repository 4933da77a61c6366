import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ExampleStack } from '../../bin/example-stack';

/** The parts of this library in the example app; without them the same work is done and nothing monitors it. */
const OBSERVED = ['Observatory', 'NightlyOrders', 'CustomerSync', 'WeekdayReport'];

/** The example app's workload without this library, and a topic that reaches someone. */
export class BareStack extends ExampleStack {
  public readonly orders: StateMachine;
  public readonly sync: Function;
  public readonly report: Function;
  public readonly topic: Topic;

  public constructor(scope: Construct, id: string) {
    super(scope, id, {});
    for (const child of OBSERVED) {
      if (!this.node.tryRemoveChild(child)) throw new Error(`the example app has no ${child} any more: update bench/compare/bare-stack.ts`);
    }
    this.orders = this.node.findChild('OrdersMachine') as StateMachine;
    this.sync = this.node.findChild('SyncCustomers') as Function;
    this.report = this.node.findChild('WriteSalesReport') as Function;
    this.topic = new Topic(this, 'Alarms');
    this.topic.addSubscription(new EmailSubscription('data-platform@example.com'));
  }
}
