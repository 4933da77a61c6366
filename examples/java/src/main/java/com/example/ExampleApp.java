package com.example;

import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;

/** The example app of cdk-observed-pipeline in Java: {@code cdk synth --context email=… --context phone=…}. */
public final class ExampleApp {
    public static void main(final String[] args) {
        final App app = new App();
        final StackProps props = StackProps.builder()
                .description("Example of cdk-observed-pipeline: a nightly load, an hourly sync and a weekday report that prove they are alive")
                .build();
        new ExampleStack(app, "ObservedExample", props,
                (String) app.getNode().tryGetContext("email"),
                (String) app.getNode().tryGetContext("phone"));
        app.synth();
    }
}
