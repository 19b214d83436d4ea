package io.blackfire.conprof.ee.app;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Works in the resource method, or afterwards: while its result becomes JSON. */
@Path("/")
public class ReportResource {
    /** For the container. */
    public ReportResource() {}

    /** Works in the method. */
    @GET
    @Path("method")
    public long method(@QueryParam("units") int units) {
        return Burner.work(units);
    }

    /** Works after the method. */
    @GET
    @Path("json")
    @Produces(MediaType.APPLICATION_JSON)
    public Report json(@QueryParam("units") int units) {
        return new Report(units);
    }
}
