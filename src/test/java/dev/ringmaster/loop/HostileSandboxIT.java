package dev.ringmaster.loop;

import dev.ringmaster.testing.DatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** In the sandbox, where there is one. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(HostileProfile.InTheSandbox.class)
class HostileSandboxIT extends HostileLoop {

    @Override
    boolean sandboxed() {
        return true;
    }
}
