package org.meterhaus.dlms.client.objects;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.classes.OtherVersions;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/**
 * One object of a meter, by the model of its class. Values are checked against the types of the
 * standard: on the way out always, on the way in only as far as they have to become Java values,
 * since meters are not as strict as books. Thread-safe as its client is.
 */
public class MeterObject {

  private final DlmsClient meter;
  private final ClassModel model;
  private final ClassModel newest;
  private final ObisCode logicalName;

  /**
   * Any object, in the newest version known. Reading needs no other: values of earlier versions are
   * known by their shape, and attributes that are not there are null.
   *
   * @throws IllegalArgumentException if the class is not in {@link InterfaceClasses}
   */
  public MeterObject(DlmsClient meter, int classId, ObisCode logicalName) {
    this.meter = meter;
    this.model = InterfaceClasses.of(classId);
    this.newest = model;
    this.logicalName = logicalName;
  }

  /**
   * Any object of a version that the meter's object list tells.
   *
   * @throws IllegalArgumentException if the class is not in {@link InterfaceClasses} in this
   *     version
   */
  public MeterObject(DlmsClient meter, int classId, ObisCode logicalName, int version) {
    this.meter = meter;
    this.model = InterfaceClasses.of(classId, version);
    this.newest = InterfaceClasses.of(classId);
    this.logicalName = logicalName;
  }

  public final ObisCode logicalName() {
    return logicalName;
  }

  public final ClassModel model() {
    return model;
  }

  final DlmsClient meter() {
    return meter;
  }

  /** The attribute of this number. */
  public final AttributeRef attribute(int attribute) {
    return new AttributeRef(model.id(), logicalName, attribute);
  }

  /** Reads an attribute. */
  public final Data get(int attribute) throws MeterException {
    return meter.get(attribute(attribute));
  }

  /** Reads the selected part of an attribute. */
  public final Data get(int attribute, Selection selection) throws MeterException {
    return meter.get(attribute(attribute), selection);
  }

  /**
   * Reads an attribute as a Java value.
   *
   * @param type as {@link TypedValues} knows them
   */
  public final <T> T get(int attribute, Class<T> type) throws MeterException {
    return TypedValues.decode(newest(attribute, get(attribute)), type);
  }

  /** Reads an attribute that is an array. */
  public final <T> List<T> list(int attribute, Class<T> element) throws MeterException {
    return TypedValues.decodeList(newest(attribute, get(attribute)), element);
  }

  /** A value of any version as the newest has it. */
  final Data newest(int attribute, Data value) {
    ClassModel.AttributeModel known = newest.attribute(attribute);
    return known == null ? value : OtherVersions.later(value, known.type());
  }

  /**
   * Writes an attribute.
   *
   * @param value Data or a Java value, as {@link TypedValues} knows them, of the newest version
   * @throws IllegalArgumentException if it is not of the type the standard says, or the version of
   *     this object has no word for it
   */
  public final void set(int attribute, @Nullable Object value) throws MeterException {
    ClassModel.AttributeModel known = model.attribute(attribute);
    ClassModel.AttributeModel latest = newest.attribute(attribute);
    if (known == null || latest == null) {
      throw new IllegalArgumentException(
          "version " + model.version() + " of " + model.name() + " has no attribute " + attribute);
    }
    Data said = TypedValues.encode(value, latest.type());
    Data sent = OtherVersions.earlier(said, known.type());
    if (!known.type().fits(sent) || !OtherVersions.later(sent, latest.type()).equals(said)) {
      throw new IllegalArgumentException(
          "version " + model.version() + " of " + model.name() + " cannot say " + said);
    }
    meter.set(attribute(attribute), sent);
  }

  /**
   * Invokes a method.
   *
   * @param parameter Data or a Java value, as {@link TypedValues} knows them
   * @return what it returns, null-data if nothing
   * @throws IllegalArgumentException if the parameter is not of the type the standard says
   */
  public final Data invoke(int method, Object parameter) throws MeterException {
    ClassModel.MethodModel known = model.method(method);
    if (known == null) {
      throw new IllegalArgumentException(model.name() + " has no method " + method);
    }
    return meter.action(
        new MethodRef(model.id(), logicalName, method),
        TypedValues.encode(parameter, known.parameter()));
  }

  /** Invokes a method whose parameter says nothing: integer 0. */
  public final Data invoke(int method) throws MeterException {
    return invoke(method, 0);
  }

  /**
   * Reads all attributes in as few requests as the server takes.
   *
   * @param type a record with a component for each attribute of the newest version from 2 on, in
   *     their order; one that the meter does not give is null
   * @throws Refused if the meter gives none of them, or not one whose component is a number or a
   *     boolean without a box
   */
  public final <T extends Record> T read(Class<T> type) throws MeterException {
    var components = type.getRecordComponents();
    if (components.length != newest.attributes().size()) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " does not have the attributes of " + model.name());
    }
    List<AttributeRef> attributes = new ArrayList<>();
    for (int i = 0; i < model.attributes().size(); i++) {
      attributes.add(attribute(i + 2));
    }
    List<GetResult> results = meter.get(attributes);
    @Nullable Object[] values = new @Nullable Object[components.length];
    boolean any = false;
    for (int i = 0; i < attributes.size(); i++) {
      switch (results.get(i)) {
        case GetResult.Value(Data data) -> {
          any = true;
          values[i] = decode(i + 2, data, components[i].getGenericType());
        }
        case GetResult.Refusal(int code) -> {
          boolean last = i == attributes.size() - 1;
          if (components[i].getType().isPrimitive() || (last && !any)) {
            throw new Refused(Refused.Service.GET, code, DataAccessResult.nameOf(code));
          }
        }
      }
    }
    return TypedValues.make(type, values);
  }

  private @Nullable Object decode(int attribute, Data data, java.lang.reflect.Type type)
      throws Malformed {
    try {
      return TypedValues.decode(newest(attribute, data), type);
    } catch (Malformed e) {
      throw new Malformed(
          model.name() + " " + logicalName + ", attribute " + attribute + ": " + e.getMessage());
    }
  }
}
