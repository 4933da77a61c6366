// The example app of cdk-observed-pipeline in Go: `cdk synth --context email=… --context phone=…`.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewExampleStack(app, "ObservedExample", &ExampleStackProps{
		StackProps: awscdk.StackProps{
			Description: jsii.String("Example of cdk-observed-pipeline: a nightly load, an hourly sync and a weekday report that prove they are alive"),
		},
		Email: contextOf(app, "email"),
		Phone: contextOf(app, "phone"),
	})
	app.Synth(nil)
}

// contextOf returns a text of the context, nil when there is none.
func contextOf(app awscdk.App, key string) *string {
	if text, ok := app.Node().TryGetContext(jsii.String(key)).(string); ok {
		return &text
	}
	return nil
}
