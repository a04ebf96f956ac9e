# The private Jupyter: its environment, its kernel, and the commands that use them. Sourced by the
# launcher, whose names (HEDDLE_HOME, STATE, JDK, say, fail, lock, ...) it uses.
# shellcheck shell=bash disable=SC2034,SC2154

# One more whenever the steps below change, so that everybody's environment is made anew.
SETUP_VERSION=1

SETUP=$HEDDLE_HOME/notebooks/setup
VENV=$STATE/venv
VENV_PYTHON=$VENV/bin/python
KERNEL_SPEC=$VENV/share/jupyter/kernels/heddle/kernel.json
JJAVA_JAR=$VENV/share/jupyter/kernels/java/jjava.jar
RAPAIO=io.github.padreati:rapaio-jupyter-kernel:3.0.1
RAPAIO_JAR=$STATE/kernel/rapaio-jupyter-kernel-3.0.1.jar
FIRST_NOTEBOOK=$HEDDLE_HOME/notebooks/01-quickstart.ipynb

# ---- what is there ----

# wanted_setup: names everything the environment is made from; a checkout that moved counts, since
# an environment cannot.
wanted_setup() {
  printf '%s|%s|%s\n' "$SETUP_VERSION" "$VENV" \
    "$(cat "$HEDDLE_HOME/notebooks/requirements.txt" "$HEDDLE_HOME/notebooks/requirements-kernel.txt" | cksum)"
}

wanted_kernelspec() {
  printf '%s|%s|%s|%s|%s\n' "$SETUP_VERSION" "$KERNEL" "$JDK" "$HEDDLE_HOME" "${HEDDLE_ONLINE:-0}"
}

# read_setup: what the finished set-up wrote down, or nothing.
read_setup() {
  SETUP_OF='' BASE_PYTHON='' KERNEL=none KERNEL_ASKED=
  [ -f "$STATE/jupyter.done" ] || return 0
  {
    IFS= read -r SETUP_OF
    IFS= read -r BASE_PYTHON
    IFS= read -r KERNEL
    IFS= read -r KERNEL_ASKED
  } <"$STATE/jupyter.done"
}

is_set_up() {
  read_setup
  # The Python is looked at by its path, which names its version, as starting it would take too long.
  [ "$SETUP_OF" = "$(wanted_setup)" ] && [ -x "$VENV_PYTHON" ] &&
    resolve "$VENV_PYTHON" && [ "$RESOLVED" = "$BASE_PYTHON" ] && has_kernel &&
    { [ -z "${HEDDLE_PYTHON_BIN-}" ] || [ "$(cat "$STATE/jupyter.python" 2>/dev/null)" = "$HEDDLE_PYTHON_BIN" ]; }
}

has_kernel() {
  case ${HEDDLE_KERNEL:-any}:$KERNEL:$KERNEL_ASKED in
    any:jjava:* | jjava:jjava:*) [ -f "$JJAVA_JAR" ] ;;
    # One that was asked for once is no reason to stay with it; one taken for want of another is.
    any:rapaio:any | rapaio:rapaio:*) [ -f "$RAPAIO_JAR" ] ;;
    *) return 1 ;;
  esac
}

# ---- Python ----

# try_python FILE: is it 3.10 or later, and can it make environments?
try_python() {
  local answer
  answer=$("$1" -c '
import sys
if sys.version_info < (3, 10):
    print("old", sys.version.split()[0])
else:
    try:
        import ensurepip, venv
        print("good", sys.version.split()[0])
    except ImportError:
        print("bare", sys.version.split()[0])
' 2>/dev/null) || return 1
  case $answer in
    good*)
      PYTHON=$1 PYTHON_VERSION=${answer#* }
      return 0
      ;;
    bare*) [ -n "$BARE_PYTHON" ] || BARE_PYTHON="Python ${answer#* } at $1" ;;
  esac
  return 1
}

find_python() {
  local name file seen=:
  PYTHON='' BARE_PYTHON=''
  if [ -n "${HEDDLE_PYTHON_BIN-}" ]; then
    try_python "$HEDDLE_PYTHON_BIN" && return
    PYTHON_TROUBLE="HEDDLE_PYTHON_BIN ($HEDDLE_PYTHON_BIN) is no Python 3.10 or later that can make virtual environments"
    return 1
  fi
  for name in python3 python3.13 python3.12 python3.11 python3.10 python; do
    file=$(type -P "$name") && try_python "$file" && return
  done
  for file in /usr/bin/python3 /usr/local/bin/python3 /opt/homebrew/bin/python3 \
    /usr/bin/python3.* /usr/local/bin/python3.* /opt/homebrew/bin/python3.* "$HOME"/.pyenv/versions/*/bin/python3; do
    case $file in *-config) continue ;; esac
    [ -x "$file" ] && try_python "$file" && return
  done
  if [ -n "$BARE_PYTHON" ]; then
    PYTHON_TROUBLE="$BARE_PYTHON cannot make virtual environments: it lacks venv or ensurepip"
  else
    PYTHON_TROUBLE="the notebooks need Python 3.10 or later, and there is none on PATH, in /usr/bin, /usr/local/bin or /opt/homebrew/bin, or among pyenv's"
  fi
  return 1
}

# ---- the set-up ----

# Nothing of the user's own Python and Jupyter settings gets in, and nothing of ours gets out.
private_jupyter() {
  local name
  unset PYTHONHOME PYTHONPATH PYTHONSTARTUP PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIRE_VIRTUALENV VIRTUAL_ENV
  unset JUPYTER_PATH JUPYTER_CONFIG_PATH JUPYTER_NO_CONFIG JUPYTERLAB_DIR JUPYTERLAB_SETTINGS_DIR JUPYTERLAB_WORKSPACES_DIR
  for name in $(compgen -e); do
    case $name in JJAVA_* | RJK_*) unset "$name" ;; esac
  done
  export PYTHONNOUSERSITE=1 PYTHONUTF8=1 PIP_USER=0
  export JUPYTER_PREFER_ENV_PATH=1
  export JUPYTER_CONFIG_DIR=$STATE/jupyter/config
  export JUPYTER_DATA_DIR=$STATE/jupyter/data
  export JUPYTER_RUNTIME_DIR=$STATE/jupyter/runtime
  export IPYTHONDIR=$STATE/jupyter/ipython
  mkdir -p "$JUPYTER_CONFIG_DIR" "$JUPYTER_DATA_DIR" "$JUPYTER_RUNTIME_DIR" "$IPYTHONDIR" 2>/dev/null || not_writable
}

# logged WHAT COMMAND...: runs it with its output in the log.
logged() {
  say "setting up Jupyter: $1"
  shift
  attended "$@" >>"$STATE/setup.log" 2>&1
}

# setup_failed SENTENCE: shows the end of the log too.
setup_failed() {
  tail -n 15 "$STATE/setup.log" | sed 's/^/  | /' >&2
  fail 2 setup-failed "$1" "see that the network and the package index can be reached, and call again: it begins anew (log: $STATE/setup.log)"
}

pip_install() { # only as an attended command, whose process it becomes
  exec "$VENV_PYTHON" -m pip install --disable-pip-version-check --no-input --prefer-binary "$@"
}

install_kernel() {
  case ${HEDDLE_KERNEL:-any} in
    jjava | any)
      if logged "the Java kernel (JJava)" pip_install --no-deps -r "$HEDDLE_HOME/notebooks/requirements-kernel.txt" &&
        [ -f "$JJAVA_JAR" ]; then
        KERNEL=jjava
        return
      fi
      [ "${HEDDLE_KERNEL:-any}" = any ] || setup_failed "JJava could not be installed"
      ;;
  esac
  find_maven
  mkdir -p "$STATE/kernel"
  logged "the Java kernel (rapaio, from Maven)" "$MVN" -B -q -f "$SETUP/no-project.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$RAPAIO" -DoutputDirectory="$STATE/kernel" || setup_failed "no Java kernel could be installed"
  [ -f "$RAPAIO_JAR" ] || setup_failed "Maven left no $RAPAIO_JAR"
  KERNEL=rapaio
  [ -n "${HEDDLE_KERNEL-}" ] ||
    say "setting up Jupyter: JJava could not be installed, so the notebooks run on the rapaio kernel (to try again: HEDDLE_KERNEL=jjava)"
}

make_environment() {
  find_python || fail 2 no-python "$PYTHON_TROUBLE" \
    "install Python 3.10 or later (on Debian and Ubuntu also the package python3-venv), or set HEDDLE_PYTHON_BIN to one"
  rm -rf "$STATE/jupyter.done" "$STATE/jupyter.spec" "$STATE/setup.log" "$VENV"
  logged "a private environment with Python $PYTHON_VERSION in $VENV" "$PYTHON" -m venv "$VENV" ||
    setup_failed "the virtual environment could not be made"
  logged "JupyterLab and nbclient (a minute or two)" pip_install -r "$HEDDLE_HOME/notebooks/requirements.txt" ||
    setup_failed "JupyterLab could not be installed"
  install_kernel
  printf '%s\n' "${HEDDLE_PYTHON_BIN-}" >"$STATE/jupyter.python"
  # Written last and in one step: whatever was interrupted before counts as not done.
  resolve "$VENV_PYTHON"
  printf '%s\n' "$(wanted_setup)" "$RESOLVED" "$KERNEL" "${HEDDLE_KERNEL:-any}" >"$STATE/jupyter.done.$$"
  mv -f "$STATE/jupyter.done.$$" "$STATE/jupyter.done"
}

write_kernelspec() {
  local jar=$JJAVA_JAR online=
  [ "$KERNEL" = jjava ] || jar=$RAPAIO_JAR
  [ "${HEDDLE_ONLINE:-0}" != 1 ] || online=--online
  logged "the kernel \"Java (Heddle)\" on the JDK in $JDK" "$VENV_PYTHON" "$SETUP/kernelspec.py" --kernel "$KERNEL" --jar "$jar" \
    --java "$JDK/bin/java" --root "$HEDDLE_HOME" --venv "$VENV" $online || setup_failed "the kernelspec could not be written"
  wanted_kernelspec >"$STATE/jupyter.spec"
}

has_kernelspec() { [ -f "$KERNEL_SPEC" ] && [ "$(cat "$STATE/jupyter.spec" 2>/dev/null)" = "$(wanted_kernelspec)" ]; }

ensure_jupyter() {
  case ${HEDDLE_KERNEL-} in
    '' | jjava | rapaio) ;;
    *) fail 2 bad-setting "HEDDLE_KERNEL is $HEDDLE_KERNEL, not jjava or rapaio" ;;
  esac
  private_jupyter
  is_set_up && has_kernelspec && return
  lock setup 'the set-up'
  is_set_up || make_environment
  has_kernelspec || write_kernelspec
  unlock
}

# For doctor: what is there, without making anything.
jupyter_facts() {
  if is_set_up; then HEDDLE_KERNEL=$KERNEL; else HEDDLE_KERNEL=none; fi
  HEDDLE_PYTHON=
  if find_python; then HEDDLE_PYTHON=$PYTHON; fi
  HEDDLE_VENV=$VENV
  export HEDDLE_KERNEL HEDDLE_PYTHON HEDDLE_VENV
}

# ---- the commands ----

absolute() {
  case $1 in
    /*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$PWD" "$1" ;;
  esac
}

need_notebook() { [ -f "$1" ] && [ -r "$1" ] || fail 2 no-such-file "cannot read the notebook $1"; }

cmd_quickstart() {
  [ $# = 0 ] || fail 2 bad-argument "quickstart takes no argument, and there is $1" "heddle run NOTEBOOK runs another notebook"
  need_notebook "$FIRST_NOTEBOOK"
  find_jdk
  ensure_jupyter
  ensure_built
  exec "$VENV_PYTHON" "$SETUP/run_notebooks.py" --summary -o "$STATE/executed" "$FIRST_NOTEBOOK"
}

cmd_run() {
  local out=$STATE/executed options=() notebooks=()
  while [ $# -gt 0 ]; do
    case $1 in
      -o | --output | --timeout)
        [ $# -gt 1 ] || fail 2 bad-option "$1 needs a value" 'heddle run --help'
        if [ "$1" = --timeout ]; then options+=("$1=$2"); else out=$2; fi
        shift
        ;;
      -o?*) out=${1#-o} ;;
      --output=*) out=${1#*=} ;;
      --timeout=*) options+=("$1") ;;
      --)
        shift
        notebooks+=("$@")
        break
        ;;
      -*) fail 2 bad-option "run knows no option $1" 'heddle run --help' ;;
      *) notebooks+=("$1") ;;
    esac
    shift
  done
  [ ${#notebooks[@]} -gt 0 ] || fail 2 no-notebook 'run needs at least one notebook' 'heddle run --help'
  local notebook
  for notebook in "${notebooks[@]}"; do need_notebook "$notebook"; done
  find_jdk
  ensure_jupyter
  ensure_built
  exec "$VENV_PYTHON" "$SETUP/run_notebooks.py" ${options[@]+"${options[@]}"} -o "$out" -- "${notebooks[@]}"
}

cmd_lab() {
  local notebook=$FIRST_NOTEBOOK folder=$HEDDLE_HOME options=()
  case ${1-} in
    *.ipynb)
      resolve "$(absolute "$1")"
      notebook=$RESOLVED
      need_notebook "$1"
      shift
      ;;
  esac
  case $notebook in
    "$HEDDLE_HOME"/*) ;;
    *) folder=$(dirname -- "$notebook") ;; # JupyterLab opens nothing outside of its folder
  esac
  [ -f "$notebook" ] && options+=("$notebook")
  [ "$(id -u)" != 0 ] || options+=(--allow-root)
  find_jdk
  ensure_jupyter
  ensure_built
  exec "$VENV_PYTHON" -m jupyterlab --ServerApp.root_dir="$folder" \
    --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None \
    --LabApp.extension_manager=readonly --MultiKernelManager.default_kernel_name=heddle \
    ${options[@]+"${options[@]}"} "$@"
}
