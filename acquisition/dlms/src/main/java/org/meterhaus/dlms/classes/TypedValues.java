package org.meterhaus.dlms.classes;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.Tag;

/**
 * Data as Java values and back: a structure is a record whose components are its elements in their
 * order, an array a list, an enum a Java enum ({@link Coded}, or by ordinal) or its number.
 * Stateless.
 *
 * <p>A component may be {@code int}, {@code long}, {@code boolean}, their boxes, {@code String},
 * {@link Bytes}, {@link Data} or one of its records, {@link ObisCode}, {@link CosemDateTime},
 * {@link CosemDate}, {@link CosemTime}, {@link CaptureObject}, {@link ScalerUnit}, an enum, a
 * record or a {@code List} of such; null stands for null-data where the standard allows it.
 */
public final class TypedValues {

  /** An enum whose values have numbers of their own. */
  public interface Coded {
    /** The enum value on the wire, 0..255. */
    int code();
  }

  private static final int OCTET_STRING = new Data.OctetString(Bytes.EMPTY).tag();
  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

  /** How a record is made. */
  private record Shape(Constructor<?> constructor, List<RecordComponent> components) {}

  private TypedValues() {}

  /**
   * The value as a Java value.
   *
   * @throws Malformed if it is of another type or outside the range of the Java type
   */
  public static <T> T decode(Data data, Class<T> type) throws Malformed {
    Object value = decode(data, (Type) type);
    if (value == null) {
      throw new Malformed("expected " + type.getSimpleName() + " but was null-data");
    }
    @SuppressWarnings("unchecked") // what decode(Data, Type) makes of a class is of that class
    T typed = (T) value;
    return typed;
  }

  /** The elements of an array. */
  public static <T> List<T> decodeList(Data data, Class<T> element) throws Malformed {
    List<T> values = new ArrayList<>();
    for (Data each : data.asList()) {
      values.add(decode(each, element));
    }
    return List.copyOf(values);
  }

  /**
   * The value as one of a type of Java that may have parameters; null for null-data.
   *
   * @throws Malformed as {@link #decode(Data, Class)}
   */
  public static @Nullable Object decode(Data data, Type type) throws Malformed {
    if (type instanceof ParameterizedType list) {
      List<Object> values = new ArrayList<>();
      for (Data each : data.asList()) {
        Object value = decode(each, list.getActualTypeArguments()[0]);
        if (value == null) {
          throw new Malformed("null-data in an array of " + list.getActualTypeArguments()[0]);
        }
        values.add(value);
      }
      return List.copyOf(values);
    }
    Class<?> target = (Class<?>) type;
    if (target == Data.class || target.isInstance(data)) {
      return data;
    }
    if (data instanceof Data.NullData && !target.isPrimitive()) {
      return null;
    }
    try {
      return target.isRecord() && !isOurs(target) ? decodeRecord(data, target) : one(data, target);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Malformed(target.getSimpleName() + ": " + e.getMessage());
    }
  }

  private static Object one(Data data, Class<?> target) throws Malformed {
    if (target == int.class || target == Integer.class) {
      return Math.toIntExact(data.asLong());
    } else if (target == long.class || target == Long.class) {
      return data.asLong();
    } else if (target == boolean.class || target == Boolean.class) {
      return data.asBoolean();
    } else if (target == String.class) {
      return data.asText();
    } else if (target == Bytes.class) {
      return data.asOctets();
    } else if (target == ObisCode.class) {
      return ObisCode.of(data.asOctets());
    } else if (target == CosemDateTime.class) {
      return CosemDateTime.from(data);
    } else if (target == CosemDate.class) {
      return CosemDate.from(data);
    } else if (target == CosemTime.class) {
      return CosemTime.from(data);
    } else if (target == CaptureObject.class) {
      return CaptureObject.from(data);
    } else if (target == ScalerUnit.class) {
      return ScalerUnit.from(data);
    } else if (target.isEnum()) {
      return constant(data.asLong(), target);
    }
    throw new Malformed("expected " + target.getSimpleName() + " but was " + data.typeName());
  }

  private static Object constant(long code, Class<?> target) throws Malformed {
    for (Object each : target.getEnumConstants()) {
      if (codeOf((Enum<?>) each) == code) {
        return each;
      }
    }
    throw new Malformed(target.getSimpleName() + " has no value " + code);
  }

  private static int codeOf(Enum<?> value) {
    return value instanceof Coded coded
        ? coded.code()
        : List.of(value.getDeclaringClass().getEnumConstants()).indexOf(value);
  }

  private static Object decodeRecord(Data data, Class<?> target) throws Malformed {
    List<Data> parts = data.asList();
    Shape shape = shape(target);
    if (parts.size() != shape.components().size()) {
      throw new Malformed(
          target.getSimpleName()
              + " has "
              + shape.components().size()
              + " parts but there were "
              + parts.size());
    }
    @Nullable Object[] values = new @Nullable Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = decode(parts.get(i), shape.components().get(i).getGenericType());
    }
    return make(target, values);
  }

  /**
   * A record of these components.
   *
   * @throws Malformed if the record does not take them
   */
  public static <T> T make(Class<T> target, @Nullable Object[] values) throws Malformed {
    try {
      return target.cast(shape(target).constructor().newInstance(values));
    } catch (InvocationTargetException e) {
      throw new Malformed(target.getSimpleName() + ": " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(target + " is no public record", e);
    }
  }

  /**
   * A Java value as the type says.
   *
   * @throws IllegalArgumentException if it is not of this type or outside its range
   */
  public static Data encode(@Nullable Object value, ValueType type) {
    ValueType plain = type.plain();
    Data data =
        switch (value) {
          case null -> new Data.NullData();
          case Data given -> given;
          case ObisCode name -> name.toData();
          case CosemDateTime time -> time.toData();
          case CosemDate date -> date.toData();
          case CosemTime time -> time.toData();
          case CaptureObject object -> object.toData();
          case ScalerUnit unit -> unit.toData();
          default -> encodeBy(value, plain);
        };
    try {
      type.check(data);
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return data;
  }

  private static Data encodeBy(Object value, ValueType type) {
    return switch (type) {
      case ValueType.Choice(List<ValueType> types) -> encodeFirst(value, types);
      case ValueType.ArrayOf array when value instanceof List<?> list ->
          new Data.Array(list.stream().map(each -> encode(each, array.element())).toList());
      case ValueType.StructureOf(List<ValueType.Field> fields) when value instanceof Record it ->
          encodeRecord(it, fields);
      case ValueType.Enumeration _ when value instanceof Enum<?> constant ->
          new Data.Enumerated(codeOf(constant));
      case ValueType.Enumeration _ when value instanceof Number number ->
          new Data.Enumerated(number.intValue());
      case ValueType.Simple simple -> simple(value, simple);
      default ->
          throw new IllegalArgumentException(
              "expected " + type + " but was " + value.getClass().getSimpleName());
    };
  }

  private static Data encodeFirst(Object value, List<ValueType> types) {
    for (ValueType each : types) {
      try {
        return encode(value, each);
      } catch (IllegalArgumentException _) {
        // Not this one; if none fits, all are named below.
      }
    }
    throw new IllegalArgumentException("expected one of " + types + " but was " + value);
  }

  private static Data encodeRecord(Record value, List<ValueType.Field> fields) {
    List<RecordComponent> components = shape(value.getClass()).components();
    if (components.size() != fields.size()) {
      throw new IllegalArgumentException(
          value.getClass().getSimpleName() + " does not have the parts " + fields);
    }
    List<Data> parts = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      parts.add(encode(componentOf(value, components.get(i)), fields.get(i).type()));
    }
    return new Data.Structure(parts);
  }

  private static @Nullable Object componentOf(Record value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(value.getClass() + " is no public record", e);
    }
  }

  private static Data simple(Object value, ValueType.Simple simple) {
    return switch (value) {
      case Boolean bool -> new Data.Bool(bool);
      case Bytes octets -> new Data.OctetString(octets);
      case String text when simple.tag() == OCTET_STRING -> Data.OctetString.ofAscii(text);
      case String text when Tag.name(simple.tag()).equals("visible-string") ->
          new Data.VisibleString(text);
      case String text -> new Data.Utf8String(text);
      case Enum<?> constant -> new Data.Enumerated(codeOf(constant));
      case Number number -> integer(number.longValue(), simple.tag());
      default ->
          throw new IllegalArgumentException(
              "expected " + simple + " but was " + value.getClass().getSimpleName());
    };
  }

  /** The exact value of a number of any type; null if it is none, or not finite. */
  public static @Nullable BigDecimal number(Data data) {
    return switch (data) {
      case Data.Integer8(int value) -> BigDecimal.valueOf(value);
      case Data.Long16(int value) -> BigDecimal.valueOf(value);
      case Data.DoubleLong(int value) -> BigDecimal.valueOf(value);
      case Data.Long64(long value) -> BigDecimal.valueOf(value);
      case Data.Unsigned8(int value) -> BigDecimal.valueOf(value);
      case Data.LongUnsigned(int value) -> BigDecimal.valueOf(value);
      case Data.DoubleLongUnsigned(long value) -> BigDecimal.valueOf(value);
      case Data.Long64Unsigned(long value) -> new BigDecimal(Long.toUnsignedString(value));
      case Data.Enumerated(int value) -> BigDecimal.valueOf(value);
      case Data.Float32(float value) when Float.isFinite(value) ->
          new BigDecimal(Float.toString(value));
      case Data.Float64(double value) when Double.isFinite(value) -> BigDecimal.valueOf(value);
      default -> null;
    };
  }

  /**
   * A number as the integer type of this tag.
   *
   * @throws IllegalArgumentException if it is out of range or no integer type
   */
  public static Data integer(long value, int tag) {
    return switch (Tag.name(tag)) {
      case "integer" -> new Data.Integer8(Math.toIntExact(value));
      case "long" -> new Data.Long16(Math.toIntExact(value));
      case "double-long" -> {
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
          throw new IllegalArgumentException("double-long has 32 bits but the value is " + value);
        }
        yield new Data.DoubleLong((int) value);
      }
      case "long64" -> new Data.Long64(value);
      case "unsigned" -> new Data.Unsigned8(Math.toIntExact(value));
      case "long-unsigned" -> new Data.LongUnsigned(Math.toIntExact(value));
      case "double-long-unsigned" -> new Data.DoubleLongUnsigned(value);
      case "long64-unsigned" -> new Data.Long64Unsigned(value);
      case "enum" -> new Data.Enumerated(Math.toIntExact(value));
      default -> throw new IllegalArgumentException(Tag.name(tag) + " is no integer type");
    };
  }

  private static boolean isOurs(Class<?> target) {
    return target == ObisCode.class
        || target == CosemDateTime.class
        || target == CosemDate.class
        || target == CosemTime.class
        || target == CaptureObject.class
        || target == ScalerUnit.class;
  }

  private static Shape shape(Class<?> type) {
    return SHAPES.computeIfAbsent(type, TypedValues::shapeOf);
  }

  private static Shape shapeOf(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(type + " is no record");
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return new Shape(type.getConstructor(types), List.of(components));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " is no public record", e);
    }
  }
}
