package org.meterhaus.sink.serve;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.sink.collect.ObjectList;
import org.meterhaus.sink.roles.Message.Priority;
import org.meterhaus.sink.roles.MeterId;
import org.meterhaus.sink.roles.Operation;
import org.meterhaus.sink.roles.Outcome;
import org.meterhaus.sink.roles.RequestPath;

/**
 * A meter as a logical device of the sink: any object that is asked for is asked of the meter, by
 * way of the roles. A meter's refusal is passed on as it is; no answer from the meter is {@code
 * object-unavailable}, and the table of meters then says why.
 */
record PassThrough(RequestPath path, MeterId meter) implements ObjectDirectory {

  @Override
  public CosemObject find(int classId, ObisCode logicalName) {
    return new Relayed(classId, 0, logicalName, List.of(), List.of());
  }

  /** What the meter's own association shows. */
  @Override
  public List<CosemObject> objects() throws AccessError {
    Data list = ask(Priority.ASKED, new Operation.Get(ObjectList.ATTRIBUTE));
    try {
      return ObjectList.parse(list).stream()
          .<CosemObject>map(
              e -> new Relayed(e.classId(), e.version(), e.name(), e.attributes(), e.methods()))
          .toList();
    } catch (Malformed _) {
      throw new AccessError(DataAccessResult.OTHER_REASON); // the meter's list, not ours, is broken
    }
  }

  private Data ask(Priority priority, Operation operation) throws AccessError {
    Outcome outcome;
    try {
      outcome = path.ask(meter, priority, operation);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
    return switch (outcome) {
      case Outcome.Value(Data data) -> data;
      case Outcome.Refused(int code) -> throw new AccessError(DataAccessResult.ofCode(code));
      case Outcome.Failed(Outcome.Failure failure, String _) ->
          throw new AccessError(
              switch (failure) {
                case UNREACHABLE, TIMED_OUT, NOT_TRUSTED, PROTOCOL, UNKNOWN_METER ->
                    DataAccessResult.OBJECT_UNAVAILABLE;
                case BUSY, CLOSING -> DataAccessResult.TEMPORARY_FAILURE;
              });
    };
  }

  /** An object of the meter. */
  private final class Relayed implements CosemObject {
    private final int classId;
    private final int version;
    private final ObisCode name;
    private final List<AttributeAccess> attributes;
    private final List<Integer> methods;

    Relayed(
        int classId,
        int version,
        ObisCode name,
        List<AttributeAccess> attributes,
        List<Integer> methods) {
      this.classId = classId;
      this.version = version;
      this.name = name;
      this.attributes = attributes;
      this.methods = methods;
    }

    @Override
    public int classId() {
      return classId;
    }

    @Override
    public int version() {
      return version;
    }

    @Override
    public ObisCode logicalName() {
      return name;
    }

    @Override
    public Data get(int attribute, @Nullable Selection selection) throws AccessError {
      return ask(
          Priority.ASKED,
          new Operation.Get(
              new AttributeRef(classId, name, attribute), Optional.ofNullable(selection)));
    }

    @Override
    public void set(int attribute, Data value) throws AccessError {
      ask(Priority.URGENT, new Operation.Set(new AttributeRef(classId, name, attribute), value));
    }

    @Override
    public Data action(int method, Data parameter) throws AccessError {
      return ask(
          Priority.URGENT, new Operation.Action(new MethodRef(classId, name, method), parameter));
    }

    @Override
    public List<AttributeAccess> attributes() {
      return attributes;
    }

    @Override
    public List<Integer> methods() {
      return methods;
    }
  }
}
