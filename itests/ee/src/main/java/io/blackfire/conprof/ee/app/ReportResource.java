package io.blackfire.conprof.ee.app;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Works in the resource method, or afterwards: while its result becomes JSON. */
@Path("/")
public class ReportResource {
    private static final int ROWS_OF_A_UNIT = 500;
    private static final Map<String, Integer> ROW = Map.of("number", 4_711, "amount", 1_234_567, "state", 3);

    /** For the container. */
    public ReportResource() {}

    /** Works in the method. */
    @GET
    @Path("method")
    public long method(@QueryParam("units") int units) {
        return Burner.work(units);
    }

    /** Has no work of its own done: all of it is the serialiser's, whose stacks have no class of the application. */
    @GET
    @Path("rows")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Map<String, Integer>> rows(@QueryParam("units") int units) {
        return Collections.nCopies(units * ROWS_OF_A_UNIT, ROW);
    }

    /** The same in a thread of the server's managed executor, which answers when the method has long returned. */
    @GET
    @Path("stage")
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<List<Map<String, Integer>>> stage(@QueryParam("units") int units) throws NamingException {
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        return CompletableFuture.supplyAsync(() -> rows(units), executor);
    }

    /** Works after the method. */
    @GET
    @Path("json")
    @Produces(MediaType.APPLICATION_JSON)
    public Report json(@QueryParam("units") int units) {
        return new Report(units);
    }
}
