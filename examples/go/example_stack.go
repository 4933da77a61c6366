package main

import (
	"fmt"

	"example.com/cdk-observed-pipeline-go/cdkobservedpipeline"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsscheduler"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsschedulertargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctionstasks"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// ExampleStackProps says who is told, from `cdk synth --context email=… --context phone=…` or cdk.json.
type ExampleStackProps struct {
	awscdk.StackProps
	Email *string
	Phone *string
}

// NewExampleStack is bin/example-stack.ts in Go; `npm run test:go` holds that both give the same template.
//
// It makes three pipelines of the kinds that die silently: a nightly load of orders, an hourly sync of
// customers, and a report that must be done before people come to work.
func NewExampleStack(scope constructs.Construct, id string, props *ExampleStackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, &props.StackProps)
	var contacts []cdkobservedpipeline.IContact
	if props.Email != nil {
		contacts = append(contacts, cdkobservedpipeline.Contact_Email(props.Email, nil))
	}
	if props.Phone != nil {
		contacts = append(contacts, cdkobservedpipeline.Contact_Sms(props.Phone, nil))
	}
	observatory := cdkobservedpipeline.NewObservatory(stack, jsii.String("Observatory"), &cdkobservedpipeline.ObservatoryProps{
		Contacts: &contacts,
		Digest: cdkobservedpipeline.Digest_Weekly(&cdkobservedpipeline.WeeklyDigest{
			WeekDay: cdkobservedpipeline.Weekday_MONDAY, At: cdkobservedpipeline.LocalTime_Of(jsii.Number(8), nil), TimeZone: awscdk.TimeZone_EUROPE_BERLIN(),
		}),
	})

	orders := nightlyOrders(stack, observatory)
	customerSync(stack, observatory)
	salesReport(stack, observatory, orders)
	return stack
}

// nightlyOrders is a state machine with two functions, started by EventBridge Scheduler at 02:00 New York, and a function
// that publishes what was loaded, started by the event that the machine succeeded: the kind of step whose absence nobody sees.
func nightlyOrders(stack awscdk.Stack, observatory cdkobservedpipeline.Observatory) cdkobservedpipeline.ObservedPipeline {
	extract := function(stack, "ExtractOrders", 10, "await new Promise((done) => setTimeout(done, 100)); return { orders: 3 };")
	load := function(stack, "LoadOrders", 10, "return { loaded: event.orders };")
	machine := awsstepfunctions.NewStateMachine(stack, jsii.String("OrdersMachine"), &awsstepfunctions.StateMachineProps{
		DefinitionBody: awsstepfunctions.DefinitionBody_FromChainable(
			awsstepfunctionstasks.NewLambdaInvoke(stack, jsii.String("Extract"), &awsstepfunctionstasks.LambdaInvokeProps{
				LambdaFunction: extract, PayloadResponseOnly: jsii.Bool(true),
			}).Next(awsstepfunctionstasks.NewLambdaInvoke(stack, jsii.String("Load"), &awsstepfunctionstasks.LambdaInvokeProps{
				LambdaFunction: load, PayloadResponseOnly: jsii.Bool(true),
			}))),
		Timeout:        minutes(90),
		TracingEnabled: jsii.Bool(true),
		Logs: &awsstepfunctions.LogOptions{
			Destination: logGroup(stack, "OrdersMachineLogs"),
			Level:       awsstepfunctions.LogLevel_ALL,
		},
	})
	schedule := awsscheduler.NewSchedule(stack, jsii.String("OrdersSchedule"), &awsscheduler.ScheduleProps{
		Schedule: awsscheduler.ScheduleExpression_Cron(&awsscheduler.CronOptionsWithTimezone{
			Minute: jsii.String("0"), Hour: jsii.String("2"), TimeZone: awscdk.TimeZone_AMERICA_NEW_YORK(),
		}),
		Target: awsschedulertargets.NewStepFunctionsStartExecution(machine, &awsschedulertargets.ScheduleTargetBaseProps{}),
		// Scheduler publishes its metrics by group: a group of its own makes the pipeline's losses its own.
		ScheduleGroup: scheduleGroup(stack, "OrdersScheduleGroup"),
	})
	publish := function(stack, "PublishOrders", 5, "return { published: true };")
	awsevents.NewRule(stack, jsii.String("OrdersLoaded"), &awsevents.RuleProps{
		EventPattern: &awsevents.EventPattern{
			Source:     jsii.Strings("aws.states"),
			DetailType: jsii.Strings("Step Functions Execution Status Change"),
			Detail: &map[string]any{
				"status":          jsii.Strings("SUCCEEDED"),
				"stateMachineArn": &[]*string{machine.StateMachineArn()},
			},
		},
		Targets: &[]awsevents.IRuleTarget{
			awseventstargets.NewLambdaFunction(publish, &awseventstargets.LambdaFunctionProps{RetryAttempts: jsii.Number(2)}),
		},
	})
	return cdkobservedpipeline.NewObservedPipeline(stack, jsii.String("NightlyOrders"), &cdkobservedpipeline.ObservedPipelineProps{
		Stages: &[]cdkobservedpipeline.PipelineStage{
			cdkobservedpipeline.PipelineStage_StateMachine(machine, nil),
			cdkobservedpipeline.PipelineStage_LambdaFunction(publish, nil),
		},
		Expectation: cdkobservedpipeline.RunExpectation_FromSchedule(schedule, &cdkobservedpipeline.TriggerExpectationOptions{
			StartWithin: minutes(15), MaxDuration: awscdk.Duration_Hours(jsii.Number(2)),
		}),
		Severity:    cdkobservedpipeline.Severity_CRITICAL,
		Owner:       jsii.String("data-platform"),
		RunbookUrl:  jsii.String("https://wiki.example.com/nightly-orders"),
		Observatory: observatory,
	})
}

// customerSync copies changed customers every hour. Its users notice at once, so it is a warning.
func customerSync(stack awscdk.Stack, observatory cdkobservedpipeline.Observatory) {
	sync := function(stack, "SyncCustomers", 5, "return { changed: 12 };")
	schedule := awsscheduler.NewSchedule(stack, jsii.String("SyncSchedule"), &awsscheduler.ScheduleProps{
		Schedule: awsscheduler.ScheduleExpression_Cron(&awsscheduler.CronOptionsWithTimezone{Minute: jsii.String("10"), Hour: jsii.String("*")}),
		Target: awsschedulertargets.NewLambdaInvoke(sync, &awsschedulertargets.ScheduleTargetBaseProps{
			RetryAttempts: jsii.Number(2), MaxEventAge: minutes(10),
		}),
		ScheduleGroup: scheduleGroup(stack, "SyncScheduleGroup"),
	})
	cdkobservedpipeline.NewObservedPipeline(stack, jsii.String("CustomerSync"), &cdkobservedpipeline.ObservedPipelineProps{
		Stages: &[]cdkobservedpipeline.PipelineStage{cdkobservedpipeline.PipelineStage_LambdaFunction(sync, nil)},
		Expectation: cdkobservedpipeline.RunExpectation_FromSchedule(schedule, &cdkobservedpipeline.TriggerExpectationOptions{
			FailuresToAlarm: jsii.Number(2),
		}),
		Severity:    cdkobservedpipeline.Severity_WARNING,
		Owner:       jsii.String("crm-team"),
		Observatory: observatory,
	})
}

// salesReport must be done by 07:30 in Berlin on every weekday, but not on the public holidays named. Without the orders of
// the night before there is nothing to report.
func salesReport(stack awscdk.Stack, observatory cdkobservedpipeline.Observatory, orders cdkobservedpipeline.ObservedPipeline) {
	report := function(stack, "WriteSalesReport", 15, "return { pages: 4 };")
	schedule := awsscheduler.NewSchedule(stack, jsii.String("ReportSchedule"), &awsscheduler.ScheduleProps{
		Schedule: awsscheduler.ScheduleExpression_Cron(&awsscheduler.CronOptionsWithTimezone{
			Minute: jsii.String("0"), Hour: jsii.String("6"), WeekDay: jsii.String("MON-FRI"), TimeZone: awscdk.TimeZone_EUROPE_BERLIN(),
		}),
		Target:        awsschedulertargets.NewLambdaInvoke(report, &awsschedulertargets.ScheduleTargetBaseProps{}),
		ScheduleGroup: scheduleGroup(stack, "ReportScheduleGroup"),
	})
	cdkobservedpipeline.NewObservedPipeline(stack, jsii.String("WeekdayReport"), &cdkobservedpipeline.ObservedPipelineProps{
		Stages: &[]cdkobservedpipeline.PipelineStage{
			cdkobservedpipeline.PipelineStage_LambdaFunction(report, &cdkobservedpipeline.LambdaFunctionStageOptions{FailureCounting: cdkobservedpipeline.FailureCounting_AFTER_RETRIES}),
		},
		Expectation: cdkobservedpipeline.RunExpectation_FromSchedule(schedule, &cdkobservedpipeline.TriggerExpectationOptions{
			FinishWithin: minutes(90), ExcludeDates: jsii.Strings("2026-12-25", "2027-01-01"),
		}),
		Severity:          cdkobservedpipeline.Severity_CRITICAL,
		Owner:             jsii.String("sales-analytics"),
		RunbookUrl:        jsii.String("https://wiki.example.com/sales-report"),
		UpstreamPipelines: &[]cdkobservedpipeline.IObservedPipeline{orders},
		Observatory:       observatory,
	})
}

func function(stack awscdk.Stack, id string, timeoutMinutes float64, body string) awslambda.Function {
	logGroup := logGroup(stack, id+"Logs")
	role := awsiam.NewRole(stack, jsii.String(id+"Role"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	logGroup.GrantWrite(role)
	return awslambda.NewFunction(stack, &id, &awslambda.FunctionProps{
		Runtime:       awslambda.Runtime_NODEJS_24_X(),
		Architecture:  awslambda.Architecture_ARM_64(),
		Handler:       jsii.String("index.handler"),
		Code:          awslambda.Code_FromInline(jsii.String(fmt.Sprintf("exports.handler = async (event) => { %s };", body))),
		Timeout:       minutes(timeoutMinutes),
		LoggingFormat: awslambda.LoggingFormat_JSON,
		Role:          role,
		LogGroup:      logGroup,
	})
}

func logGroup(stack awscdk.Stack, id string) awslogs.LogGroup {
	return awslogs.NewLogGroup(stack, &id, &awslogs.LogGroupProps{
		Retention: awslogs.RetentionDays_ONE_MONTH, RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
}

func scheduleGroup(stack awscdk.Stack, id string) awsscheduler.ScheduleGroup {
	return awsscheduler.NewScheduleGroup(stack, &id, &awsscheduler.ScheduleGroupProps{RemovalPolicy: awscdk.RemovalPolicy_DESTROY})
}

func minutes(count float64) awscdk.Duration {
	return awscdk.Duration_Minutes(&count)
}
