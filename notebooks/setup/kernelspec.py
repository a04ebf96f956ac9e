"""Writes the kernelspec "Java (Heddle)" into the private environment.

The launcher calls this at set-up, and again when the JDK or the checkout has moved.
Only paths go in, so the project need not be built first.
"""

import argparse
import json
import os
from pathlib import Path

START_SCRIPT = "notebooks/src/main/resources/dev/heddle/notebook/start.jsh"


def kernel_json(kernel, jar, java, root, online):
    target = os.path.join(root, "notebooks", "target")
    class_path = [os.path.join(target, "heddle-notebooks.jar"), os.path.join(target, "lib", "*")]
    start = os.path.join(root, START_SCRIPT)
    jvm = [
        java,
        "--add-opens",
        "jdk.jshell/jdk.jshell=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "-Dfile.encoding=UTF-8",
        "-Dstdout.encoding=UTF-8",
        "-Dstderr.encoding=UTF-8",
        "-Dstdin.encoding=UTF-8",
        "-Dsun.jnu.encoding=UTF-8",
        # DJL prints the contents of its arrays only where it doesn't suspect a debugger.
        "-Djshell=true",
    ]
    env = {
        "HEDDLE_HOME": root,
        "JAVA_HOME": os.path.dirname(os.path.dirname(java)),
        "OPT_OUT_TRACKING": "true",
        # The launcher sees to it that this is a UTF-8 locale.
        "LC_ALL": next(filter(None, map(os.environ.get, ["LC_ALL", "LC_CTYPE", "LANG"])), "C.UTF-8"),
    }
    if not online:
        jvm.append("-Dai.djl.offline=true")
        env["DJL_OFFLINE"] = "true"
    if kernel == "jjava":
        # The kernel's own launcher would take whichever java is first on PATH: it is left out.
        env["JJAVA_CLASSPATH"] = os.pathsep.join(class_path)
        env["JJAVA_STARTUP_SCRIPTS_PATH"] = start
        env["JJAVA_LOAD_EXTENSIONS"] = "1"
        run = ["-jar", jar]
    else:
        # RJK_CLASSPATH knows no wildcard; the JVM's own class path does, and serves as well.
        env["RJK_INIT_SCRIPT"] = start
        run = ["-cp", os.pathsep.join([jar, *class_path]), "org.rapaio.jupyter.kernel.MainApp"]
    return {
        "argv": [*jvm, *run, "{connection_file}"],
        "display_name": "Java (Heddle)",
        "language": "java",
        "interrupt_mode": "message",
        "env": env,
        "metadata": {},
    }


def write_json(path, value):
    """Writes in one step, so that nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(part, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernel", choices=["jjava", "rapaio"], required=True)
    parser.add_argument("--jar", required=True)
    parser.add_argument("--java", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--online", action="store_true")
    args = parser.parse_args()

    write_json(
        args.venv / "share/jupyter/kernels/heddle/kernel.json",
        kernel_json(args.kernel, args.jar, args.java, args.root, args.online),
    )
    # The kernel's package brings a spec without our class path; two Javas to choose from would mislead.
    (args.venv / "share/jupyter/kernels/java/kernel.json").unlink(missing_ok=True)
    # No prompt about news, and nothing asked of the network.
    write_json(
        args.venv / "etc/jupyter/labconfig/page_config.json",
        {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}},
    )


if __name__ == "__main__":
    main()
