package dev.ringmaster.doctor;

import java.util.List;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.support.Workers;
import dev.ringmaster.support.postgres.DatabaseAddress;
import io.smallrye.mutiny.Uni;

/** What the doctor says about the machine of the running server. Agents and integrations have queries of their own. */
@GraphQLApi
public class DoctorApi {

    private final SystemExamination system;

    DoctorApi(RingmasterConfig ringmaster, Config config) {
        this.system = new SystemExamination(ringmaster.home(),
                DatabaseAddress.configured(key -> config.getOptionalValue(key, String.class)));
    }

    /** Looks anew each time it is asked: somebody may have just repaired something. */
    @Query("doctor")
    public @NonNull Uni<List<@NonNull Finding>> doctor() {
        return Workers.onWorker(system::examine);
    }
}
