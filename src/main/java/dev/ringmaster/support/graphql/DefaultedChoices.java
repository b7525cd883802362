package dev.ringmaster.support.graphql;

import org.jspecify.annotations.Nullable;

import io.smallrye.graphql.schema.model.Operation;
import io.smallrye.graphql.schema.model.ReferenceType;
import io.smallrye.graphql.spi.EventingService;

/**
 * Makes an argument that is an enum and has a default {@code Choice! = DEFAULT} in the schema: left out, it has the default,
 * and null is no choice. SmallRye leaves the exclamation mark out wherever there is a default. Loaded as a service.
 */
public final class DefaultedChoices implements EventingService {

    /** None: always at work. */
    @Override
    @SuppressWarnings("NullAway") // SmallRye asks for null here, without saying so in the signature
    public @Nullable String getConfigKey() {
        return null;
    }

    @Override
    public Operation createOperation(Operation operation) {
        operation.getArguments().stream()
                .filter(argument -> argument.hasDefaultValue()
                        && argument.getReference().getType() == ReferenceType.ENUM)
                .forEach(argument -> argument.setNotNull(true));
        return operation;
    }
}
