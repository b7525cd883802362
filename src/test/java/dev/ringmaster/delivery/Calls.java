package dev.ringmaster.delivery;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import dev.ringmaster.delivery.integration.Integration;
import io.smallrye.mutiny.Uni;

/** The calls of an integration's client: what of it gives a Uni. */
final class Calls {

    private Calls() {
    }

    /** The names of all methods that ask the other system something: each needs a place in the contract's test. */
    static Set<String> of(Class<? extends Integration> client) {
        return Arrays.stream(client.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()
                        && Uni.class.isAssignableFrom(method.getReturnType()))
                .map(method -> method.getName()).collect(Collectors.toSet());
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(60));
    }
}
