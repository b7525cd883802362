package dev.ringmaster.support;

/**
 * A refusal with a code. The message is shown to the caller: it says what failed, with which value, and what to do. A call
 * that ends with it has changed nothing.
 */
public class RingmasterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public RingmasterException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public static RingmasterException invalid(String message) {
        return new RingmasterException(ErrorCode.VALIDATION, message);
    }

    public static RingmasterException notFound(String what, Object id) {
        return new RingmasterException(ErrorCode.NOT_FOUND, "There is no " + what + " " + id + ".");
    }

    public static RingmasterException stale(String what, int expected, int actual) {
        return new RingmasterException(ErrorCode.CONFLICT, "This " + what + " has changed: you have version " + expected
                + ", it is now " + actual + ". Load it again and repeat your change.");
    }
}
