package dev.ringmaster.loop;

import dev.ringmaster.testing.DatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Without a sandbox. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(HostileProfile.InTheOpen.class)
class HostileLoopIT extends HostileLoop {

    @Override
    boolean sandboxed() {
        return false;
    }
}
